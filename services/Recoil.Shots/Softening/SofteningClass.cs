namespace Recoil.Shots.Softening;

/// <summary>What kind of content a softening rule is about.</summary>
internal enum SofteningClass
{
    Gore,
    Weapons,
    Injury,
    Violence,

    /// <summary>Nakedness that the picture is not about: it is clothed.</summary>
    Nudity,

    /// <summary>People who live or lived: they become a type.</summary>
    RealPeople,

    /// <summary>Trade marks and owned characters: they become a type.</summary>
    Brands,
}
