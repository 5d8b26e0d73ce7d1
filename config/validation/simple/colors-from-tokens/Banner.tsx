import { useState } from "react";
import { palette } from "./theme";

interface BannerProps {
  title: string;
  onClose: () => void;
}

// The blue of the campaign was #1D4ED8 until issue #4711.
export function Banner({ title, onClose }: BannerProps) {
  const [hovered, setHovered] = useState(false);
  return (
    <div className="flex items-center p-4 bg-primary" onMouseEnter={() => setHovered(true)}>
      <a href="#facade" style={{ color: hovered ? palette.accent : "currentColor" }}>
        {title}
      </a>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
