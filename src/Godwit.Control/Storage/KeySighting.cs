namespace Godwit.Control.Storage;

/// <summary>One request of a key, as far as it says where the key was used.</summary>
internal readonly record struct KeySighting(Guid Id, string ApiKey, string Territory, DateTimeOffset At);
