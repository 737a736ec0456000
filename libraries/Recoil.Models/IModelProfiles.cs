namespace Recoil.Models;

/// <summary>Knows the models.</summary>
public interface IModelProfiles
{
    /// <summary>The profile of a model, or null when the model is not registered.</summary>
    ModelProfile? Find(string model);
}
