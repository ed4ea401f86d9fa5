import { Kbd, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../shared/ui/dialog';
import classes from './dialogs.module.css';
import { setSingleKeys, singleKeysOn } from './single-keys';

const keys = [
  { name: 'search', keys: ['Ctrl', 'K'] },
  { name: 'dial', keys: ['Alt', 'K'] },
  { name: 'rows', keys: ['↑', '↓'] },
  { name: 'ends', keys: ['Home', 'End'] },
  { name: 'open', keys: ['Enter'] },
  { name: 'pop', keys: ['Alt', 'P'] },
  { name: 'phone', keys: ['Alt', 'O'] },
  { name: 'note', keys: ['Ctrl', 'Enter'] },
  { name: 'play', keys: ['K'] },
  { name: 'seek', keys: ['←', '→'] },
  { name: 'speed', keys: ['<', '>'] },
  { name: 'keys', keys: ['?'] },
] as const;

/** The list of keys, and the switch for those that need no modifier. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [on, setOn] = useState(singleKeysOn);
  return (
    <Dialog onClose={onClose} title={t('keys.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <dl className={classes.keys}>
        {keys.map((entry) => (
          <div key={entry.name}>
            <dt>{t(`keys.${entry.name}`)}</dt>
            <dd>
              {entry.keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <Switch
        mt="md"
        label={t('keys.single')}
        checked={on}
        onChange={(event) => {
          setOn(event.currentTarget.checked);
          setSingleKeys(event.currentTarget.checked);
        }}
      />
    </Dialog>
  );
}
