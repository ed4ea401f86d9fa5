import { fileExtension } from './recording-key';
import type { OpenedFile } from './recording-store.port';

/**
 * Length of an audio file in seconds, or null if it cannot be told. Reads the whole file frame by frame, so that it
 * is right also for files that say nothing about their length or change their bit rate on the way: given a size, the
 * library would divide it by the first frames' bit rate.
 *
 * @param contentType as stored, for example `audio/mpeg`
 */
export async function audioDuration({ stream }: OpenedFile, contentType: string): Promise<number | null> {
  // Loaded when first needed: most processes never parse audio.
  const { parseStream } = await import('music-metadata');
  try {
    const { format } = await parseStream(
      stream,
      { path: `audio.${fileExtension(contentType)}` },
      { duration: true, skipCovers: true },
    );
    return format.duration === undefined ? null : Math.round(format.duration * 1_000) / 1_000;
  } catch {
    return null;
  } finally {
    stream.destroy();
  }
}
