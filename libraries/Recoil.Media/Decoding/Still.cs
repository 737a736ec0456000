namespace Recoil.Media.Decoding;

/// <summary>A picture's file, decoded.</summary>
/// <param name="Picture">What a viewer shows, over grey where it is transparent; made smaller.</param>
/// <param name="Width">Width as shown, in pixels of the file.</param>
/// <param name="Height">Height as shown, in pixels of the file.</param>
/// <param name="Frames">1 for a picture, more for an animation.</param>
public sealed record Still(Picture Picture, int Width, int Height, int Frames);
