import { Column, Entity, PrimaryColumn } from 'typeorm';

/** State of the request limits all processes share; written by rate-limiter-flexible alone. */
@Entity('pbx_request_budget')
export class RequestBudgetState {
  @PrimaryColumn({ type: 'varchar', length: 255 })
  key: string;

  @Column({ type: 'int', default: 0 })
  points: number;

  @Column({ type: 'bigint', nullable: true })
  expire: string | null;
}
