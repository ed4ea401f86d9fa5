import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { employeesQuery } from '../../features/employees/queries';
import { PbxPanel } from '../../features/pbx/pbx-panel';
import { retentionQuery } from '../../features/recordings/queries';
import { RetentionPanel } from '../../features/recordings/retention-panel';
import { ZadarmaPage } from '../../features/settings/zadarma-page';

/** The Zadarma settings; the PBX tab needs the people extensions are given to, that of recordings what is due. */
export function SettingsRoute() {
  const { data: people } = useQuery(employeesQuery());
  const client = useQueryClient();
  return (
    <ZadarmaPage
      tab={useParams()['tab']}
      pbx={<PbxPanel people={people ?? []} />}
      retention={<RetentionPanel />}
      onRecordingsSaved={() => void client.invalidateQueries({ queryKey: retentionQuery().queryKey })}
    />
  );
}
