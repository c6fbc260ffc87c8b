namespace Godwit.Simulator.Files;

/// <summary>A file that was uploaded or that a batch wrote.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Created">Seconds since 1970.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record StoredFile(
    string Provider, string Id, string Name, string Purpose, long Created, byte[] Content);
