/** Lets the browser save what is at an address of ours. @param name as which, if the answer does not say it itself */
export function saveFile(href: string, name = ''): void {
  const link = Object.assign(document.createElement('a'), { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}
