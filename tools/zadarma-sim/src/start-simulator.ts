import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiDoor } from './api/api-door';
import { createCloud, type Cloud } from './cloud';
import { ControlDoor } from './control/control-door';
import { writeAnswer } from './http/answer';
import { DownloadDoor } from './recordings/download-door';
import { Simulator } from './simulator';
import type { SimulatorOptions } from './simulator-options';
import { WidgetDoor } from './widget/widget-door';

/** A simulator that listens: its address and everything that can be done to it. */
export interface RunningSimulator extends Simulator {
  /** `http://host:port`, also the REST base. */
  readonly url: string;
  readonly port: number;
  /** Key and secret of the account, for the client under test. */
  readonly key: string;
  readonly secret: string;
  /** Breaks off all calls and stops listening. */
  close(): Promise<void>;
}

interface Doors {
  api: ApiDoor;
  downloads: DownloadDoor;
  control: ControlDoor;
  widget: WidgetDoor;
}

async function dispatch(doors: Doors, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = request.url ?? '/';
  const url = new URL(target, 'http://simulator');
  const download = /^\/v1\/pbx\/record\/download\/([^/]+)\//.exec(url.pathname);
  if (download !== null) return doors.downloads.handle(request, response, download[1] as string);
  if (url.pathname.startsWith('/_control/')) return doors.control.handle(request, response, url);
  if (WidgetDoor.serves(url.pathname)) return doors.widget.handle(response, url);
  return doors.api.handle(request, response, target);
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server.address() as AddressInfo));
  });
}

async function close(cloud: Cloud, simulator: Simulator, server: Server): Promise<void> {
  simulator.stopWorkingDay();
  cloud.stop.abort();
  // First the deliveries: a call may be waiting for an answer.
  await cloud.deliveries.close();
  await cloud.exchange.clear();
  await cloud.mp3.close();
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

/** Starts a simulated Zadarma account as a real HTTP server. Everything in the options has a default. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const cloud = createCloud(options);
  const api = new ApiDoor(cloud);
  const simulator = new Simulator(cloud, options, () => api.forgetLimits());
  const doors: Doors = {
    api,
    downloads: new DownloadDoor(cloud),
    control: new ControlDoor(simulator),
    widget: new WidgetDoor(cloud),
  };
  const server = createServer((request, response) => {
    dispatch(doors, request, response).catch((error: unknown) => {
      if (cloud.stop.signal.aborted) response.destroy();
      else writeAnswer(response, { status: 500, body: { status: 'error', message: String(error) } });
    });
  });
  const { port } = await listen(server, cloud.options.host, cloud.options.port);
  const url = `http://${cloud.options.host}:${port}`;
  if (cloud.publicUrl === '') cloud.publicUrl = url;
  const { key, secret } = cloud.account;
  return Object.assign(simulator, { url, port, key, secret, close: () => close(cloud, simulator, server) });
}
