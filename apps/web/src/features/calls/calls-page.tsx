import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Page } from '../../shared/ui/page';
import type { Person } from '../../shared/ui/person';
import { CallList } from './call-list';
import type { RecordingCell } from './call-row';
import { FilterBar } from './filter-bar';
import { addressOf, type CallFilters, filtersOf } from './filters';

interface CallsPageProps {
  people: readonly Person[];
  live: boolean;
  recordingCell: RecordingCell;
  /** Buttons beside the heading. */
  actions?: ReactNode;
  /** What to do while there is no call at all. */
  firstSteps?: ReactNode;
}

/** All calls the viewer may see, narrowed by what the address says. */
export function CallsPage({ people, live, recordingCell, actions, firstSteps }: CallsPageProps) {
  const { t } = useTranslation('calls');
  const [address, setAddress] = useSearchParams();
  const filters = filtersOf(address);
  const change = (next: CallFilters) => setAddress(addressOf(next), { replace: true });
  const filtered = Object.keys(filters).length > 0;
  return (
    <Page title={t('title')} actions={actions}>
      <FilterBar filters={filters} people={people} onChange={change} />
      <CallList
        place="calls"
        filters={filters}
        label={t('title')}
        live={live}
        recordingCell={recordingCell}
        firstSteps={firstSteps}
        onClear={filtered ? () => change({}) : undefined}
      />
    </Page>
  );
}
