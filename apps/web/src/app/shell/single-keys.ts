const storageKey = 'callboard.single-keys';

/** Single-key shortcuts can be switched off for those who dictate (WCAG 2.1.4). */
export const singleKeysOn = (): boolean => localStorage.getItem(storageKey) !== 'off';

export const setSingleKeys = (on: boolean): void => localStorage.setItem(storageKey, on ? 'on' : 'off');
