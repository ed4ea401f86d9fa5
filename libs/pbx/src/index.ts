export { type Assignment, type ManagerExtension } from './assignments.repository';
export { PbxModule } from './pbx.module';
export { type FetchedExtension } from './pbx.repository';
export { type AlongsideAssignment, type FetchedPbx, PbxService } from './pbx.service';
