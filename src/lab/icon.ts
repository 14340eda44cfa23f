import { LabIcon } from "@jupyterlab/ui-components";
import svgstr from "../../style/icons/foundry.svg";

export const foundryIcon = new LabIcon({ name: "foundry-lab:icon", svgstr });
