using Godwit.Policy.Configuration;

namespace Godwit.Control.Secrets;

/// <summary>Tells which credentials of a configuration would not be found by a process with this environment.</summary>
public static class CredentialProbe
{
    /// <summary>
    /// What is missing of the provider's credentials; values that lie in the resource itself are there.
    /// </summary>
    public static IEnumerable<string> Missing(ProviderConfig provider, Func<string, string?> environment)
    {
        var configs = CredentialList.Of(provider);
        for (var i = 0; i < configs.Count; i++)
        {
            var place = CredentialList.PrefixOf(provider, i);
            foreach (var (part, reference) in CredentialResolver.References(configs[i]))
            {
                if (reference is { Env: null, File: null })
                    continue;
                if (SecretText.Find(reference, environment).Problem is { } problem)
                    yield return $"{place}{(part.Length == 0 ? "" : $"{part}: ")}{problem}";
            }
        }
    }
}
