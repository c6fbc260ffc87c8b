using System.Text.Json;

namespace Godwit.Policy.Territories;

/// <summary>Names of surfaces as people write them.</summary>
public static class SurfaceText
{
    private static readonly string[] Names =
        [.. Enum.GetNames<Surface>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    /// <summary>Every name.</summary>
    public static string Accepted { get; } = string.Join(", ", Names);

    public static string Of(Surface surface) => Names[(int)surface];

    public static bool TryParse(string text, out Surface surface)
    {
        var index = Array.IndexOf(Names, text);
        surface = (Surface)Math.Max(index, 0);
        return index >= 0;
    }
}
