import type { Employee } from '@callboard/contracts';
import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconCircleCheck, IconCircleOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../shared/ui/badge';
import { Page } from '../../shared/ui/page';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { Sheet } from '../../shared/ui/sheet';
import { EmployeeDialog } from './employee-dialog';
import { employeesQuery } from './queries';

/** The people of the company: who may sign in, and as what. */
export function EmployeesPage() {
  const { t } = useTranslation('people');
  const { data, error, refetch } = useQuery(employeesQuery());
  const [editing, setEditing] = useState<Employee | 'new' | null>(null);
  return (
    <Page
      title={t('employees.title')}
      actions={<Button onClick={() => setEditing('new')}>{t('employees.create')}</Button>}
    >
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={240} />}
      {data && (
        <Sheet
          label={t('employees.title')}
          columns={[t('field.name'), t('field.email'), t('field.role'), t('field.state'), t('field.actions')]}
        >
          {data.map((employee) => (
            <EmployeeRow key={employee.id} employee={employee} onEdit={() => setEditing(employee)} />
          ))}
        </Sheet>
      )}
      {editing && (
        <EmployeeDialog employee={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} />
      )}
    </Page>
  );
}

function EmployeeRow({ employee, onEdit }: { employee: Employee; onEdit: () => void }) {
  const { t } = useTranslation('people');
  const state = employee.active ? 'active' : 'inactive';
  return (
    <tr>
      <th scope="row">{employee.name}</th>
      <td>{employee.email}</td>
      <td>{t(`role.${employee.role}`)}</td>
      <td>
        <Badge
          tone={employee.active ? 'good' : 'still'}
          icon={employee.active ? IconCircleCheck : IconCircleOff}
        >
          {t(`state.${state}`)}
        </Badge>
      </td>
      <td>
        <Button
          size="xs"
          variant="default"
          onClick={onEdit}
          aria-label={t('employees.editName', { name: employee.name })}
        >
          {t('edit')}
        </Button>
      </td>
    </tr>
  );
}
