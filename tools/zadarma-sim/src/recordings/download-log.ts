/** One request for a file behind a temporary link. The link itself is not told. */
export interface LoggedDownload {
  /** UTC, ISO 8601. */
  at: string;
  /** Asterisk id of the recording; `null` for a link that is unknown or has expired. */
  callId: string | null;
  /** The range that was asked for, as it came. */
  range: string | null;
  /** Kind of the fault that came instead of the file. */
  fault: string | null;
}

const kept = 2_000;

/** The latest requests for files, those that went wrong included. */
export class DownloadLog {
  private downloads: LoggedDownload[] = [];

  add(download: LoggedDownload): void {
    this.downloads.push(download);
    if (this.downloads.length > kept) this.downloads.shift();
  }

  list(callId?: string): LoggedDownload[] {
    return this.downloads.filter((download) => callId === undefined || download.callId === callId);
  }

  clear(): void {
    this.downloads = [];
  }
}
