import { useState } from "react";

interface BannerProps {
  title: string;
  onClose: () => void;
}

export function Banner({ title, onClose }: BannerProps) {
  const [hovered, setHovered] = useState(false);
  return (
    <div className="flex items-center p-4 bg-[#1D4ED8]" onMouseEnter={() => setHovered(true)}>
      <strong style={{ color: hovered ? "#FDE68A" : "#FFFFFF" }}>{title}</strong>
      <button type="button" onClick={onClose}>
        Close
      </button>
    </div>
  );
}
