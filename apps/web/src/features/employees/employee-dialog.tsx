import { createEmployeeBody, type Employee, type Role, updateEmployeeBody } from '@callboard/contracts';
import { Button, Group, NativeSelect, PasswordInput, Stack, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BusyButton } from '../../shared/ui/busy-button';
import { Dialog } from '../../shared/ui/dialog';
import { focusFirstError } from '../../shared/ui/first-error';
import { ProblemNotice } from '../../shared/ui/problem-notice';
import { fieldErrors, useSchemaCheck } from '../../shared/ui/schema-check';
import { saveEmployeeMutation } from './queries';

interface EmployeeDialogProps {
  /** The employee to change; a new one without. */
  employee: Employee | undefined;
  onClose: () => void;
}

interface Draft {
  name: string;
  email: string;
  role: Role;
  password: string;
  active: boolean;
}

const draftOf = (employee: Employee | undefined): Draft => ({
  name: employee?.name ?? '',
  email: employee?.email ?? '',
  role: employee?.role ?? 'agent',
  password: '',
  active: employee?.active ?? true,
});

/** An empty password keeps the old one. */
const bodyOf = ({ password, ...rest }: Draft) => (password ? { ...rest, password } : rest);

/** Creates or changes an employee; also sets the password and takes the access away. */
export function EmployeeDialog({ employee, onClose }: EmployeeDialogProps) {
  const { t } = useTranslation('people');
  const save = useMutation(saveEmployeeMutation(employee?.id, useQueryClient()));
  const check = useSchemaCheck(employee ? updateEmployeeBody : createEmployeeBody);
  const form = useForm<Draft>({
    mode: 'uncontrolled',
    initialValues: draftOf(employee),
    validate: (draft) => check(bodyOf(draft)),
  });
  const submit = (draft: Draft) =>
    save.mutate(bodyOf(draft), {
      onSuccess: onClose,
      onError: (error) => {
        form.setErrors(fieldErrors(error));
        focusFirstError(form, fieldErrors(error));
      },
    });
  return (
    <Dialog
      onClose={onClose}
      closeOnClickOutside={false}
      title={employee ? t('employees.editName', { name: employee.name }) : t('employees.create')}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <form onSubmit={form.onSubmit(submit, (errors) => focusFirstError(form, errors))} noValidate>
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('field.name')}
            autoComplete="off"
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('field.email')}
            type="email"
            autoComplete="off"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <NativeSelect
            label={t('field.role')}
            data={[
              { value: 'agent', label: t('role.agent') },
              { value: 'admin', label: t('role.admin') },
            ]}
            key={form.key('role')}
            {...form.getInputProps('role')}
          />
          <PasswordInput
            label={employee ? t('field.newPassword') : t('field.password')}
            description={employee ? t('passwordKeepHint') : t('passwordHint')}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          {employee && (
            <Switch
              label={t('field.active')}
              description={t('activeHint')}
              key={form.key('active')}
              {...form.getInputProps('active', { type: 'checkbox' })}
            />
          )}
          {save.error && <ProblemNotice error={save.error} />}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <BusyButton type="submit" loading={save.isPending}>
              {t('save')}
            </BusyButton>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
