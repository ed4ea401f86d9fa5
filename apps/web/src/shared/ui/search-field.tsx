import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDebounced } from './use-debounced';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** Takes the focus when its dialog opens. */
  first?: boolean;
}

/** Long enough not to ask per letter, short enough to feel immediate. */
const pause = 250;

/** A search field that speaks up when typing pauses and follows its value when that changes elsewhere. */
export function SearchField({ label, placeholder, value, onChange, first }: SearchFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== text.trim()) {
      setText(value);
    }
  }
  useDebounced(text.trim(), pause, (settled) => {
    if (settled !== value) {
      onChange(settled);
    }
  });
  return (
    <TextInput
      type="search"
      data-autofocus={first || undefined}
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text && (
          <CloseButton
            size="sm"
            aria-label={t('clearSearch')}
            onClick={() => {
              setText('');
              onChange('');
            }}
          />
        )
      }
    />
  );
}
