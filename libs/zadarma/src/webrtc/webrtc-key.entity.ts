import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The key with which a browser becomes the phone of an extension. Whoever holds it can call on the account. */
@Entity('webrtc_keys')
export class WebrtcKey {
  @PrimaryColumn({ type: 'text' })
  extension: string;

  /** Fingerprint of the account the key is of; with other settings it is of no use. */
  @Column({ type: 'text', nullable: true })
  account: string | null;

  /** In which form Zadarma took the login when it gave the key. */
  @Column({ type: 'text', nullable: true })
  loginForm: 'full' | 'bare' | null;

  /** Sealed. */
  @Column({ type: 'text', nullable: true })
  key: string | null;

  @Column({ type: 'timestamptz', nullable: true })
  fetchedAt: Date | null;

  /** Until then one process is asking for a key, and the others wait. */
  @Column({ type: 'timestamptz', nullable: true })
  fetchingUntil: Date | null;
}
