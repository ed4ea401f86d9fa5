import { CloseButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './search-field.module.css';
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
  // The calls screen has no other field, and the library's is a large part of what it would load first.
  return (
    <div className={classes.field}>
      <IconSearch size={16} aria-hidden />
      <input
        type="search"
        className={classes.input}
        data-autofocus={first || undefined}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text && (
        <CloseButton
          className={classes.clear}
          aria-label={t('clearSearch')}
          onClick={() => {
            setText('');
            onChange('');
          }}
        />
      )}
    </div>
  );
}
