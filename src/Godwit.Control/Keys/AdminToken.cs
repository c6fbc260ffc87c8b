using System.Security.Cryptography;
using System.Text;

namespace Godwit.Control.Keys;

/// <summary>
/// The bearer token of the admin API: from the environment, or kept in the data folder for the local command line.
/// </summary>
internal sealed class AdminToken
{
    public const string Variable = "GODWIT_ADMIN_TOKEN";

    private readonly byte[] hash;

    public AdminToken(DataFolder folder, Func<string, string?> environment)
    {
        Value = environment(Variable) is { Length: > 0 } given
            ? given
            : DataFolder.ReadOrCreate(
                folder.AdminToken, () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        hash = Hash(Value);
    }

    public string Value { get; }

    /// <summary>Compares in constant time; hashes first so that not even the length shows.</summary>
    public bool Matches(string presented) => CryptographicOperations.FixedTimeEquals(Hash(presented), hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
