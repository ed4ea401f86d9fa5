import { Skeleton, Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ZadarmaSettings } from '@callboard/contracts';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { ConnectionTab } from './connection-tab';
import { zadarmaSettingsQuery } from './queries';
import { RecordingsTab } from './recordings-tab';
import { RoutingTab } from './routing-tab';
import classes from './settings.module.css';
import { Warnings } from './warnings';
import { WebrtcTab } from './webrtc-tab';

const tabs = ['connection', 'pbx', 'routing', 'recordings', 'webrtc'] as const;
type Tab = (typeof tabs)[number];

interface ZadarmaPageProps {
  /** The tab of the address; the first one if it is missing or unknown. */
  tab: string | undefined;
  pbx: ReactNode;
  /** What retention would delete now. */
  retention: ReactNode;
  onRecordingsSaved: () => void;
}

/** Everything that ties Callboard to a Zadarma account. */
export function ZadarmaPage({ tab, ...slots }: ZadarmaPageProps) {
  const { t } = useTranslation('settings');
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(zadarmaSettingsQuery());
  const shown = tabs.find((each) => each === tab) ?? 'connection';
  return (
    <Page title={t('title')}>
      {data && <Warnings warnings={data.warnings} />}
      <Tabs
        value={shown}
        keepMounted={false}
        onChange={(next) => void navigate(addressOf(next), { replace: true })}
      >
        <Tabs.List mb="md" className={classes.tabs}>
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton height={320} />}
        {data &&
          tabs.map((each) => (
            <Tabs.Panel key={each} value={each}>
              <TabContent tab={each} settings={data} {...slots} />
            </Tabs.Panel>
          ))}
      </Tabs>
    </Page>
  );
}

const addressOf = (tab: string | null): string =>
  tab === null || tab === 'connection' ? '/settings/zadarma' : `/settings/zadarma/${tab}`;

interface TabContentProps extends Omit<ZadarmaPageProps, 'tab'> {
  tab: Tab;
  settings: ZadarmaSettings;
}

function TabContent({ tab, settings, pbx, retention, onRecordingsSaved }: TabContentProps) {
  switch (tab) {
    case 'connection':
      return <ConnectionTab settings={settings} />;
    case 'pbx':
      return pbx;
    case 'routing':
      return <RoutingTab settings={settings} />;
    case 'recordings':
      return <RecordingsTab settings={settings} retention={retention} onSaved={onRecordingsSaved} />;
    case 'webrtc':
      return <WebrtcTab settings={settings} />;
  }
}
