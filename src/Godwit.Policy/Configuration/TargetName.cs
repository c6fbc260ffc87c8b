using System.Diagnostics.CodeAnalysis;

namespace Godwit.Policy.Configuration;

/// <summary>Takes <c>provider/model</c> apart; a model's name may hold further slashes, a provider's none.</summary>
internal static class TargetName
{
    public static bool TryParse(
        string target, [NotNullWhen(true)] out string? provider, [NotNullWhen(true)] out string? model)
    {
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        var whole = slash > 0 && slash < target.Length - 1;
        provider = whole ? target[..slash] : null;
        model = whole ? target[(slash + 1)..] : null;
        return whole;
    }
}
