import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { employeesQuery } from '../../features/employees/queries';
import { PbxPanel } from '../../features/pbx/pbx-panel';
import { ZadarmaPage } from '../../features/settings/zadarma-page';

/** The Zadarma settings; the PBX tab needs the people extensions are given to. */
export function SettingsRoute() {
  const { data: people } = useQuery(employeesQuery());
  return <ZadarmaPage tab={useParams()['tab']} pbx={<PbxPanel people={people ?? []} />} />;
}
