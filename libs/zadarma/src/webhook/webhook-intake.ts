import { type Log, withRequestContext } from '@callboard/platform';
import type { IntakeStore } from '../inbox/intake-store';
import { callIdOf, eventNameOf, newInboundEvent, type NewInboundEvent } from '../inbox/new-inbound-event';
import type { RefusalReason } from '../inbox/refused-delivery.entity';
import type { RefusedDeliveries } from '../inbox/refused-deliveries';
import type { CurrentZadarmaSettings, ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import type { Spool } from '../spool/spool';
import { decideRouting, noRouting, type RoutingRule } from './decide-routing';
import {
  accepted,
  type Delivery,
  type DeliveryName,
  echoed,
  type IntakeResult,
  nothingToSay,
  type RecognisedIds,
  rejected,
} from './delivery';
import { type FormFields, parseForm } from './parse-form';
import { isVerifiable, type SignatureVerdict, verifyWebhook } from './webhook-signature';
import { echoToken } from './zd-echo';

/** Events whose signing rule nobody has documented. */
const knownUnverifiable: readonly string[] = ['SPEECH_RECOGNITION', 'DOCUMENT'];

const longestSettingsWaitMs = 200;
/** What writing to the spool may need at the end. */
const spoolReserveMs = 80;

/** What the intake works with. */
export interface IntakeParts {
  readonly settings: ZadarmaSettingsService;
  readonly rule: RoutingRule;
  readonly store: IntakeStore;
  readonly refused: RefusedDeliveries;
  readonly spool: Spool;
  readonly log: Log;
}

/**
 * Takes what the PBX tells us: verifies it, decides the answer, stores it durably (inbox, else spool) and only then
 * lets it be acknowledged. Nothing a stranger sends is stored as an event or answered with 5xx.
 */
export class WebhookIntake {
  constructor(private readonly parts: IntakeParts) {}

  async accept(delivery: Delivery): Promise<IntakeResult> {
    const form = await parseForm(delivery.rawBody, delivery.contentType);
    if (!form.ok) {
      await this.refuse(delivery, form.reason);
      return form.reason === 'content_type'
        ? rejected(415, 'unsupported_media_type', 'Send a form')
        : rejected(400, 'malformed_request', 'The form cannot be read');
    }
    const token = form.fields.event === undefined ? echoToken(form.fields.zd_echo) : undefined;
    if (token !== undefined) {
      return echoed(token);
    }
    const named = nameOf(form.fields);
    return { ...(await withRequestContext(named, () => this.judge(delivery, form.fields))), named };
  }

  /** For a delivery whose body nobody read: it was too large, or its headers make no sense. */
  async refuseUnread(
    reason: 'too_large' | 'malformed',
    receivedAt: Date,
    contentType: string | undefined,
  ): Promise<IntakeResult> {
    await this.parts.refused.add({ reason, receivedAt, contentType, body: Buffer.alloc(0) });
    return reason === 'too_large'
      ? rejected(413, 'body_too_large', 'The notification is too large')
      : rejected(400, 'malformed_request', 'The notification cannot be read');
  }

  private async judge(delivery: Delivery, fields: FormFields): Promise<IntakeResult> {
    const settings = await this.settings();
    if (!settings?.secret) {
      await this.refuse(delivery, 'no_secret', fields);
      return rejected(503, 'not_configured', 'The account’s secret is not known here yet');
    }
    const event = fields.event ?? '';
    if (event !== '' && !isVerifiable(event)) {
      await this.refuse(
        delivery,
        knownUnverifiable.includes(event) ? 'unverifiable_event' : 'unknown_event',
        fields,
      );
      return event === 'SPEECH_RECOGNITION'
        ? { ...nothingToSay, recognised: recognisedIds(fields) }
        : nothingToSay;
    }
    const verdict = await this.verify(delivery, fields, settings.secret);
    if (verdict !== 'valid') {
      const reason = delivery.signature ? 'signature_wrong' : 'signature_missing';
      await this.refuse(delivery, reason, fields);
      return rejected(401, reason, 'The signature does not fit');
    }
    return this.take(delivery, fields, settings);
  }

  private async settings(): Promise<CurrentZadarmaSettings | undefined> {
    try {
      return await this.parts.settings.current(longestSettingsWaitMs);
    } catch (error) {
      this.parts.log.warn({ err: error }, 'The settings are not known yet; webhooks cannot be verified');
      return undefined;
    }
  }

  /** A wrong signature may mean that another process has stored a new secret a moment ago. */
  private async verify(delivery: Delivery, fields: FormFields, secret: string): Promise<SignatureVerdict> {
    const verdict = verifyWebhook(fields, delivery.signature, secret);
    if (verdict !== 'wrong' || !(await this.parts.settings.rereadAfterMismatch(longestSettingsWaitMs))) {
      return verdict;
    }
    const renewed = (await this.settings())?.secret;
    return renewed ? verifyWebhook(fields, delivery.signature, renewed) : verdict;
  }

  private async take(
    delivery: Delivery,
    fields: FormFields,
    settings: CurrentZadarmaSettings,
  ): Promise<IntakeResult> {
    const routing =
      fields.event === 'NOTIFY_START' ? await this.decide(delivery, fields, settings) : undefined;
    const event = newInboundEvent({
      source: 'webhook',
      fields,
      receivedAt: delivery.receivedAt,
      body: delivery.rawBody,
      ...(routing && { routing }),
    });
    const stored = await this.parts.store.insert(event, delivery.deadline.remaining() - spoolReserveMs);
    if (typeof stored === 'object') {
      return accepted(stored.answer ?? {}, stored.inserted ? stored.id : null);
    }
    return this.putAside(event);
  }

  private decide(delivery: Delivery, fields: FormFields, settings: CurrentZadarmaSettings) {
    return this.parts.store.isAvailable()
      ? decideRouting(this.parts.rule, fields, settings, delivery.deadline.remaining())
      : noRouting('database_unavailable');
  }

  /** An answer that could not be stored for repeats is not given at all: the PBX's scenario stays in place. */
  private async putAside(event: NewInboundEvent): Promise<IntakeResult> {
    const decided = event.answer !== null && Object.keys(event.answer).length > 0;
    try {
      await this.parts.spool.append(
        decided ? { ...event, answer: {}, answerReason: 'database_unavailable', answerAbout: null } : event,
      );
      return nothingToSay;
    } catch (error) {
      this.parts.log.error({ err: error }, 'Neither the database nor the spool takes an event');
      return rejected(503, 'not_stored', 'The notification could not be stored');
    }
  }

  private refuse(delivery: Delivery, reason: RefusalReason, fields?: FormFields): Promise<void> {
    const { receivedAt, contentType, rawBody, deadline } = delivery;
    return this.parts.refused.add({
      reason,
      receivedAt,
      contentType,
      body: rawBody,
      ...(fields && { fields }),
      withinMs: deadline.remaining(),
    });
  }
}

function nameOf(fields: FormFields): DeliveryName {
  const event = eventNameOf(fields);
  const pbxCallId = callIdOf(fields);
  return { ...(event !== '' && { event }), ...(pbxCallId !== null && { pbxCallId }) };
}

/** An id longer than any of the PBX's is none. */
const longestId = 200;

function recognisedIds(fields: FormFields): RecognisedIds {
  const idIn = (text: string | undefined): string | null =>
    text && text.length <= longestId && !text.includes('\0') ? text : null;
  return { pbxCallId: idIn(fields.pbx_call_id), callId: idIn(fields.call_id) };
}
