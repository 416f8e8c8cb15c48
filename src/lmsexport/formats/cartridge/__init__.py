"""Common Cartridges."""

from lmsexport.formats.cartridge.target import Cartridge11, Cartridge12, Cartridge13, CartridgeOptions, ThinOptions

__all__ = ["Cartridge11", "Cartridge12", "Cartridge13", "CartridgeOptions", "ThinOptions"]
