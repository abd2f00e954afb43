/** What a provider was asked, and what became of it. */
export interface Confirmation {
  id: string;
  destination_id: string;
  known_as: string;
  basis: "agreed" | "agreement";
  asked_at: string;
  expires_at: string;
  opened_at?: string;
  answer?: "yes" | "ended" | "never" | "cannot-say";
  ended_on?: string;
  answered_by?: string;
  answered_at?: string;
  withdrawn_at?: string;
}
