using Godwit.Policy.Configuration;

namespace Godwit.Control.Secrets;

/// <summary>Finds secrets that are kept outside the store: in the environment, and in files.</summary>
internal static class SecretText
{
    /// <summary>The text, or why there is none.</summary>
    public static (string? Text, string? Problem) Find(SecretReference reference, Func<string, string?> environment)
    {
        if (reference.Env is { } variable)
        {
            return environment(variable) is { Length: > 0 } text
                ? (text, null)
                : (null, $"the environment variable {variable} is not set");
        }

        if (reference.File is not { } file)
            return (null, "it names neither a variable nor a file");
        try
        {
            return File.ReadAllText(file).Trim() is { Length: > 0 } text
                ? (text, null)
                : (null, $"the credential file {file} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the credential file {file} cannot be read: {e.Message}");
        }
    }
}
