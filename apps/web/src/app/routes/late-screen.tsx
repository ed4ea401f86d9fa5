import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchPart } from '../../shared/late/fetch-part';
import { LateNotice } from '../../shared/late/late-notice';
import { useLate } from '../../shared/late/use-late';
import { Page } from '../../shared/ui/page';

/**
 * A screen that is fetched when it is first gone to. The router remembers a failure for ever, so one is a screen as well,
 * which fetches the wanted one as soon as the server is back.
 */
export async function lateScreen(load: () => Promise<ComponentType>): Promise<{ Component: ComponentType }> {
  return { Component: await fetchPart(load).catch(() => fetchedLater(load)) };
}

function fetchedLater(load: () => Promise<ComponentType>): ComponentType {
  const known: { part: ComponentType | null } = { part: null };
  return function LateScreen() {
    const { t } = useTranslation();
    const { part: Screen, ...late } = useLate(load, known);
    return Screen ? (
      <Screen />
    ) : (
      <Page title={t('failed.title')} narrow>
        <LateNotice {...late} />
      </Page>
    );
  };
}
