import {
  type AskedRecording,
  type Download,
  type DownloadOptions,
  type OfferedPart,
  partKeyIn,
  type RecordingSource,
  sourceError,
  type SourceOptions,
} from '@callboard/recordings';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PersonalShare } from '../rest/personal-share';
import { ZadarmaClient } from '../rest/zadarma-client';
import { PbxRefusedError } from '../rest/zadarma.errors';
import { ZadarmaSettingsService } from '../settings/zadarma-settings.service';
import { assertRecordingUrl } from './recording-address';
import { RecordingDownloader, type RecordingHost } from './recording-downloader';

/** The shortest life a link can have: a download follows at once. */
const usualLifetimeSeconds = 180;

/** Recordings as Zadarma offers them (facts sheet 4.4). Links are asked for anew each time and kept nowhere. */
@Injectable()
export class ZadarmaRecordingSource implements RecordingSource, OnApplicationShutdown {
  private readonly downloader = new RecordingDownloader();

  constructor(
    private readonly client: ZadarmaClient,
    private readonly settings: ZadarmaSettingsService,
    private readonly share: PersonalShare,
  ) {}

  async offers(asked: AskedRecording, options: SourceOptions): Promise<OfferedPart[]> {
    if (options.requestedBy !== undefined) {
      await this.share.take(options.requestedBy);
    }
    const links = await this.links(asked, options);
    const host = await this.host();
    return links.map((link) => {
      if (!URL.canParse(link)) {
        throw sourceError('recording_dead_link');
      }
      const url = new URL(link);
      assertRecordingUrl(url, host.pbxUrl, host.exemptOrigin);
      // Of the name in the address only the id of the part is believed; nothing is ever stored under it.
      return { url: link, partKey: partKeyIn(url.pathname.split('/').at(-1) ?? '') };
    });
  }

  async download({ url }: OfferedPart, options: DownloadOptions): Promise<Download> {
    return this.downloader.download(url, await this.host(), options);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.downloader.close();
  }

  private async links(
    { pbxCallId, sourceId }: AskedRecording,
    { urgency, signal, lifetimeSeconds = usualLifetimeSeconds }: SourceOptions,
  ): Promise<string[]> {
    const id = sourceId === null ? { pbxCallId } : { callId: sourceId };
    try {
      const { links } = await this.client.recordLinks(id, lifetimeSeconds, {
        urgency,
        ...(signal && { signal }),
      });
      if (links.length > 0) {
        return links;
      }
    } catch (error) {
      // However it words it: the PBX does not have what was asked for.
      if (!(error instanceof PbxRefusedError)) {
        throw error;
      }
    }
    throw sourceError('recording_not_ready');
  }

  private async host(): Promise<RecordingHost> {
    const { url } = await this.settings.current();
    return { pbxUrl: url, exemptOrigin: this.settings.exemptOrigin(url) };
  }
}
