using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Godwit.Control.Resources.Reading;
using Godwit.Policy.Access;
using Godwit.Policy.Configuration;

namespace Godwit.Control.Keys;

/// <summary>Makes API keys and the resources that stand for them.</summary>
internal static class KeyMaker
{
    public static string NewKey() => ApiKeyFormat.Create(RandomNumberGenerator.GetBytes(ApiKeyFormat.RandomSize));

    /// <summary>The ApiKey resource for a key: its hash, and no way back to it.</summary>
    public static ResourceDocument Resource(string name, string key, ApiKeyConfig template) =>
        Document(name, template with
        {
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))),
            Hint = ApiKeyFormat.Hint(key),
        });

    public static ResourceDocument Document(string name, ApiKeyConfig config) => ResourceReader.FromStore(
        ResourceKind.ApiKey, name, 0, JsonSerializer.Serialize(config, ConfigJsonContext.Default.ApiKeyConfig), [])!;
}
