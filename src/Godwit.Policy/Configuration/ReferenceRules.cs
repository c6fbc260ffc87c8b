namespace Godwit.Policy.Configuration;

/// <summary>Checks references: lists of names, and where a secret is found.</summary>
internal static class ReferenceRules
{
    /// <summary>Each value exists, none is given twice, and the list is not empty: an absent list means all.</summary>
    public static void CheckAll(
        string key, string what, IReadOnlyList<string>? values, HashSet<string> existing, ResourceErrors errors)
    {
        if (values is null)
            return;
        if (values.Count == 0)
            errors.Add(key, "is an empty list; name at least one, or remove the key to mean all");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < values.Count; i++)
        {
            if (!seen.Add(values[i]))
                errors.Add($"{key}[{i}]", $"'{values[i]}' is listed twice");
            else if (!existing.Contains(values[i]))
                errors.AddMissing($"{key}[{i}]", what, values[i], existing);
        }
    }

    /// <summary>The secret is found in exactly one place.</summary>
    public static void CheckSecret(string key, SecretReference secret, ResourceErrors errors)
    {
        string?[] members = [secret.Env, secret.File, secret.Value, secret.Encrypted];
        if (members.Count(m => m is not null) != 1)
            errors.Add(key, "needs exactly one member", "env", "file", "value");
        else if (members.Any(m => m is { Length: 0 }))
            errors.Add(key, "is empty");
    }

    /// <summary>No word is given twice, and the list is not empty.</summary>
    public static void CheckDistinct<T>(string key, IReadOnlyList<T>? values, ResourceErrors errors)
        where T : struct, Enum
    {
        if (values is null)
            return;
        if (values.Count == 0)
            errors.Add(key, "is an empty list; name at least one, or remove the key");
        for (var i = 0; i < values.Count; i++)
        {
            if (values.Take(i).Contains(values[i]))
                errors.Add($"{key}[{i}]", "is listed twice");
        }
    }
}
