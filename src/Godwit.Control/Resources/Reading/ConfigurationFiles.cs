using System.Text;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Resources.Reading;

/// <summary>Finds and reads configuration files; what can't be read becomes an error like any other.</summary>
internal static class ConfigurationFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The file itself, or the configuration files of a folder in order of name.</summary>
    public static IReadOnlyList<string> Find(string path, List<ConfigurationError> errors)
    {
        if (File.Exists(path))
            return [path];
        if (Directory.Exists(path))
        {
            return [.. Directory.EnumerateFiles(path)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Order(StringComparer.Ordinal)];
        }

        errors.Add(new ConfigurationError(path, 0, 0, "", "", "there is no such file or folder"));
        return [];
    }

    /// <summary>The text of a file; null, with an error, when it can't be read, is too large or is not UTF-8.</summary>
    public static string? ReadText(string file, List<ConfigurationError> errors)
    {
        try
        {
            if (new FileInfo(file).Length <= ReadingLimits.FileBytes)
                return File.ReadAllText(file, StrictUtf8);
            errors.Add(new ConfigurationError(file, 0, 0, "", "", $"is larger than {ReadingLimits.FileBytes} bytes"));
        }
        catch (DecoderFallbackException)
        {
            errors.Add(new ConfigurationError(file, 0, 0, "", "", "is not UTF-8"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add(new ConfigurationError(file, 0, 0, "", "", $"can't be read: {e.Message}"));
        }

        return null;
    }
}
