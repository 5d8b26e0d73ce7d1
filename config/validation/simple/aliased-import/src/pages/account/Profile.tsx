import { formatDate } from "@/lib/dates";
import { Avatar } from "./Avatar";

export function Profile({ joined }: { joined: Date }) {
  return (
    <p>
      <Avatar /> Member since {formatDate(joined)}
    </p>
  );
}
