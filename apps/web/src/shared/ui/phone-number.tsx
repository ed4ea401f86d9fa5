import { usePhoneFormat } from '../format/phone';
import classes from './phone-number.module.css';

/** A number grouped for reading. */
export function PhoneNumber({ number }: { number: string }) {
  const format = usePhoneFormat();
  return <span className={classes.number}>{format(number)}</span>;
}

/** A number that the machine's own phone can dial. */
export function PhoneLink({ number }: { number: string }) {
  const format = usePhoneFormat();
  return (
    <a href={`tel:${number}`} className={classes.number}>
      {format(number)}
    </a>
  );
}
