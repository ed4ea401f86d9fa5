import { Button, NativeSelect } from '@mantine/core';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { zoneChoice } from './time-zones';

interface TimeZoneFieldProps {
  value: string;
  error: ReactNode;
  /** The account's zone as Zadarma states it, once it is known. */
  accountZone: string | null;
  onChange: (zone: string) => void;
}

/**
 * The zone of the times Zadarma sends, with the zones that fit the account first.
 *
 * Drawn anew only when something about it changes: with hundreds of zones it would slow down typing in other fields.
 */
export const TimeZoneField = memo(function TimeZoneField(props: TimeZoneFieldProps) {
  const { value, error, accountZone, onChange } = props;
  const { t } = useTranslation('settings');
  const choice = useMemo(
    () =>
      zoneChoice([...new Set([value, ...Intl.supportedValuesOf('timeZone')])].sort(), {
        set: value,
        browser: new Intl.DateTimeFormat().resolvedOptions().timeZone,
        account: accountZone,
        now: new Date(),
      }),
    [value, accountZone],
  );
  return (
    <div>
      <NativeSelect
        label={t('connection.timeZone')}
        description={t('connection.timeZoneHint')}
        value={value}
        error={error}
        data={
          choice.fitting.length > 0
            ? [
                { group: t('connection.fitting', { zone: accountZone }), items: choice.fitting },
                { group: t('connection.others'), items: choice.others },
              ]
            : choice.others
        }
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {choice.proposal && (
        <Button mt="xs" size="xs" variant="light" onClick={() => onChange(choice.proposal ?? value)}>
          {t('connection.proposal', { zone: choice.proposal })}
        </Button>
      )}
    </div>
  );
});
