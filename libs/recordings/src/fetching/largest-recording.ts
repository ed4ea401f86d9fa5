/** Bytes of the largest file that is stored or passed on; a day of talking at the PBX's bit rates is below this. */
export const largestRecording = 500 * 1024 * 1024;
