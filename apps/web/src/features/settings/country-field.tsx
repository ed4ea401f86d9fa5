import { NativeSelect } from '@mantine/core';
import { memo, type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { countryOptions } from './countries';

interface CountryFieldProps {
  value: string;
  error: ReactNode;
  onChange: (country: string) => void;
}

/** The country of numbers without a code; as the field of zones, drawn anew only when something about it changes. */
export const CountryField = memo(function CountryField({ value, error, onChange }: CountryFieldProps) {
  const { t, i18n } = useTranslation('settings');
  const options = useMemo(() => countryOptions(i18n.language), [i18n.language]);
  return (
    <NativeSelect
      label={t('connection.country')}
      description={t('connection.countryHint')}
      value={value}
      error={error}
      data={options}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
});
