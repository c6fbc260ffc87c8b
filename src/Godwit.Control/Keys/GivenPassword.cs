using System.Security.Cryptography;
using System.Text;
using Godwit.Control.Secrets;

namespace Godwit.Control.Keys;

/// <summary>Puts the administrator's password that the environment gives in force.</summary>
/// <remarks>
/// Argon2 costs half a second and 64 MiB by intent, which every restart would pay to learn that nothing changed. A
/// digest of the password with the stored record, sealed with the data key, tells so at once; whoever can open it can
/// open the credentials of every provider too.
/// </remarks>
internal sealed class GivenPassword(AdminPassword password, DataFolder folder, SecretSealer sealer)
{
    private const string Purpose = "given-password";

    public async Task EnsureAsync(string given, CancellationToken cancellation)
    {
        if (IsKnown(given, await password.RecordAsync(cancellation)))
            return;
        if (!await password.MatchesAsync(given, cancellation))
            await password.SetAsync(given, cancellation);
        var digest = Digest(given, await password.RecordAsync(cancellation));
        DataFolder.Replace(folder.GivenPassword, sealer.Seal(digest, Purpose));
    }

    private bool IsKnown(string given, string? record) =>
        record is not null && File.Exists(folder.GivenPassword)
        && sealer.Open(File.ReadAllBytes(folder.GivenPassword), Purpose) is { } known
        && CryptographicOperations.FixedTimeEquals(known, Digest(given, record));

    private static byte[] Digest(string given, string? record) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{record}\0{given}"));
}
