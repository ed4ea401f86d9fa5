import type { WebrtcDomain } from '@callboard/contracts';
import { ENVIRONMENT, type Environment } from '@callboard/platform';
import { Inject, Injectable } from '@nestjs/common';
import * as z from 'zod';
import { type AskOptions, ZadarmaClient } from '../rest/zadarma-client';
import { PbxRefusedError, WrongKeyError } from '../rest/zadarma.errors';
import { SettingsRepository } from '../settings/settings.repository';
import { bareDomain, describeDomain, domainOf, type Integration } from './describe-domain';
import { DomainWatch } from './domain-watch';
import { phonePlace, type PhonePlace } from './phone-place';

const section = 'zadarma.webrtc';
const options: AskOptions = { urgency: 'interactive' };

/** The domains that we, and nobody before us, have registered. */
const remembered = z.object({ added: z.array(z.string()).default([]) });

/** Registers the domain of the phone's page at Zadarma, where its widget refuses to work on any other. */
@Injectable()
export class WebrtcDomainRegistrar {
  private readonly place: PhonePlace;

  constructor(
    private readonly client: ZadarmaClient,
    private readonly repository: SettingsRepository,
    private readonly watch: DomainWatch,
    @Inject(ENVIRONMENT) environment: Environment,
  ) {
    this.place = phonePlace(environment);
  }

  /** What Zadarma knows now. */
  async current(): Promise<WebrtcDomain> {
    return describeDomain(this.place, await this.integrationOrNone());
  }

  /** Sets the browser phone up for our domain, or adds the domain to those that are there. */
  async register(): Promise<WebrtcDomain> {
    await this.add(domainOf(this.place)).finally(() => this.watch.forget());
    return this.current();
  }

  /** Takes back what we have registered, also under an earlier address of ours; the domains of others stay. */
  async undo(): Promise<WebrtcDomain> {
    await this.takeBack().finally(() => this.watch.forget());
    return this.current();
  }

  private async add(domain: string): Promise<void> {
    const found = await this.integrationOrNone();
    if (!found.domains.map(bareDomain).includes(domain)) {
      // Remembered first: if we fail half-way, undo still knows that it is ours.
      await this.remember((added) => [...new Set([...added, domain])]);
      await (found.exists
        ? this.client.addWebrtcDomain(domain, options)
        : this.client.createWebrtc(domain, options));
    }
  }

  private async takeBack(): Promise<void> {
    const { domains } = await this.integration();
    for (const domain of await this.added()) {
      const known = domains.find((text) => bareDomain(text) === domain);
      if (known !== undefined) {
        await this.remove(known);
      }
      await this.remember((added) => added.filter((one) => one !== domain));
    }
  }

  /** Nobody described what is said of an account without one; if it is a refusal, setting it up must still be possible. */
  private integrationOrNone(): Promise<Integration> {
    return this.integration().catch((error: unknown) => {
      if (error instanceof PbxRefusedError) {
        return { exists: false, domains: [] };
      }
      throw error;
    });
  }

  /**
   * Where the domain must stand is open (facts sheet 1.2), and in the wrong place it may even make the signature wrong.
   * The key is right: with it the domains were listed a moment ago.
   */
  private async remove(domain: string): Promise<void> {
    try {
      await this.client.removeWebrtcDomain(domain, options, 'query');
    } catch (error) {
      throwUnlessRefused(error);
      await this.client.removeWebrtcDomain(domain, options, 'body').catch((again: unknown) => {
        throwUnlessRefused(again);
        throw [again, error].find((one) => one instanceof PbxRefusedError) ?? new PbxRefusedError(unsigned);
      });
    }
  }

  private async integration(): Promise<Integration> {
    const { is_exists, domains } = await this.client.webrtc(options);
    return { exists: is_exists, domains: domains ?? [] };
  }

  private async added(): Promise<string[]> {
    const row = await this.repository.find(section);
    return remembered.parse(row?.value ?? {}).added;
  }

  private async remember(change: (added: string[]) => string[]): Promise<void> {
    await this.repository.change(section, ({ value }) => ({
      value: { added: change(remembered.parse(value).added) },
      secret: null,
    }));
  }
}

const unsigned = 'Not authorized';

function throwUnlessRefused(error: unknown): void {
  if (!(error instanceof PbxRefusedError || error instanceof WrongKeyError)) {
    throw error;
  }
}
