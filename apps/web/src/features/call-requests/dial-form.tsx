import { createCallRequestBody } from '@callboard/contracts';
import { Button, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconBackspace, IconPhoneOutgoing } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSchemaCheck } from '../../shared/ui/schema-check';
import classes from './dial-form.module.css';
import { numberIn } from './phone-text';
import { usePhoneReading } from './use-phone-reading';

interface DialFormProps {
  initial?: string;
  /** Keys to press; a number that is known already needs none. */
  keypad?: boolean;
  onCall: (number: string) => void;
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '0'] as const;

/** A number to type, paste or press, and the button that calls it; Enter calls too. */
export function DialForm({ initial = '', keypad = true, onCall }: DialFormProps) {
  const { t } = useTranslation('callRequests');
  const field = useRef<HTMLInputElement>(null);
  const check = useSchemaCheck(createCallRequestBody);
  const form = useForm({ initialValues: { to: initial }, validate: check });
  const write = (change: (text: string) => string) =>
    form.setFieldValue('to', (text) => numberIn(change(text)));
  const type = (key: string) => write((text) => text + key);
  const erase = () => write((text) => text.slice(0, -1));
  const onKeyDown = (event: KeyboardEvent): void => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.target === field.current || !isPlain) {
      return;
    }
    if (/^[\d+]$/.test(event.key)) {
      type(event.key);
    } else if (event.key === 'Backspace') {
      erase();
    }
  };
  return (
    <form
      className={classes.form}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={form.onSubmit(
        ({ to }) => onCall(numberIn(to)),
        () => field.current?.focus(),
      )}
    >
      <TextInput
        ref={field}
        data-autofocus
        type="tel"
        size="md"
        autoComplete="off"
        label={t('pad.number')}
        placeholder={t('pad.placeholder')}
        classNames={{ input: classes.number }}
        {...form.getInputProps('to')}
        onPaste={(event) => {
          event.preventDefault();
          paste(event.currentTarget, numberIn(event.clipboardData.getData('text')));
        }}
        onChange={(event) => form.setFieldValue('to', event.currentTarget.value)}
      />
      <Reading text={form.values.to} />
      {keypad && <Keypad onType={type} onErase={erase} />}
      <Button type="submit" size="md" fullWidth leftSection={<IconPhoneOutgoing size={18} aria-hidden />}>
        {t('pad.call')}
      </Button>
    </form>
  );
}

/** Inserts at the caret, as the browser itself would, so that undo and the form hear of it. */
function paste(input: HTMLInputElement, text: string): void {
  const { selectionStart, selectionEnd, value } = input;
  const start = selectionStart ?? value.length;
  input.setRangeText(text, start, selectionEnd ?? start, 'end');
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

interface KeypadProps {
  onType: (key: string) => void;
  onErase: () => void;
}

function Keypad({ onType, onErase }: KeypadProps) {
  const { t } = useTranslation('callRequests');
  return (
    <div role="group" aria-label={t('pad.keys')} className={classes.keys}>
      {keys.map((key) => (
        <Key key={key} onPress={() => onType(key)} label={key === '+' ? t('pad.plus') : undefined}>
          {key}
        </Key>
      ))}
      <Key onPress={onErase} label={t('pad.erase')}>
        <IconBackspace size={22} stroke={1.7} aria-hidden />
      </Key>
    </div>
  );
}

interface KeyProps {
  onPress: () => void;
  label?: string | undefined;
  children: ReactNode;
}

/** Leaves the caret in the field when pressed by mouse or finger, so that Enter goes on to call. */
function Key({ onPress, label, children }: KeyProps) {
  return (
    <button
      type="button"
      className={classes.key}
      aria-label={label}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}

/** The number as it will be dialled, once it can be read as one. */
function Reading({ text }: { text: string }) {
  const { t, i18n } = useTranslation('callRequests');
  const reading = usePhoneReading(text);
  const country =
    reading?.country && new Intl.DisplayNames(i18n.language, { type: 'region' }).of(reading.country);
  return (
    <p className={classes.reading} role="status">
      {reading &&
        (country
          ? t('pad.readingIn', { number: reading.shown, country })
          : t('pad.reading', { number: reading.shown }))}
    </p>
  );
}
