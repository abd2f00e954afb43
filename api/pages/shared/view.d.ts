export interface SavedView {
  id: string;
  name: string;
  state: string;
  worker?: string;
  need?: string;
  headline?: string;
  neet?: string;
  priority?: string;
  order: string;
}
