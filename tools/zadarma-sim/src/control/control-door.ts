import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import { readBody, writeAnswer, type Answer } from '../http/answer';
import { findRoute } from '../http/routes';
import type { Simulator } from '../simulator';
import { controlRoutes } from './control-routes';

/** The control API: JSON in, JSON out, for whoever runs the simulator. */
export class ControlDoor {
  constructor(private readonly simulator: Simulator) {}

  async handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    writeAnswer(response, await this.answer(request, url));
  }

  private async answer(request: IncomingMessage, url: URL): Promise<Answer> {
    const match = findRoute(controlRoutes, request.method ?? 'GET', url.pathname);
    if (match === null) return { status: 404, body: { message: 'no such control route' } };
    const text = await readBody(request);
    try {
      const body: unknown = text === '' ? undefined : JSON.parse(text);
      const { parameters } = match;
      return await match.route.handle({
        simulator: this.simulator,
        parameters,
        query: url.searchParams,
        body,
      });
    } catch (error) {
      if (error instanceof z.ZodError) return { status: 400, body: { message: z.prettifyError(error) } };
      if (error instanceof SyntaxError) return { status: 400, body: { message: error.message } };
      throw error;
    }
  }
}
