"""What Canvas exports and cartridges share: the IMS Common Cartridge."""
