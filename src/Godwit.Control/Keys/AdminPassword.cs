using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Godwit.Control.Storage;
using Konscious.Security.Cryptography;

namespace Godwit.Control.Keys;

/// <summary>The administrator's password: kept as an Argon2id hash, exchanged for the admin token.</summary>
internal sealed class AdminPassword(SettingStore settings)
{
    private const string Setting = "admin_password";

    // RFC 9106's second recommended set, with less memory and the same lanes: 64 MiB, three passes, four lanes.
    private const int MemoryKiB = 65_536;
    private const int Passes = 3;
    private const int Lanes = 4;

    public static string NewPassword() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));

    public async Task<bool> IsSetAsync(CancellationToken cancellation) =>
        await RecordAsync(cancellation) is not null;

    /// <summary>How the password is stored; null when there is none.</summary>
    public Task<string?> RecordAsync(CancellationToken cancellation) => settings.ReadAsync(Setting, cancellation);

    public async Task SetAsync(string password, CancellationToken cancellation)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var hash = Hash(password, salt, MemoryKiB, Passes, Lanes);
        await settings.WriteAsync(
            Setting,
            string.Create(
                CultureInfo.InvariantCulture,
                $"argon2id,{MemoryKiB},{Passes},{Lanes},{Convert.ToBase64String(salt)},{Convert.ToBase64String(hash)}"),
            cancellation);
    }

    public async Task<bool> MatchesAsync(string password, CancellationToken cancellation)
    {
        if ((await RecordAsync(cancellation))?.Split(',') is not [
            _, var memory, var passes, var lanes, var salt, var hash])
            return false;
        var presented = Hash(
            password, Convert.FromBase64String(salt), Number(memory), Number(passes), Number(lanes));
        return CryptographicOperations.FixedTimeEquals(presented, Convert.FromBase64String(hash));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static byte[] Hash(string password, byte[] salt, int memoryKiB, int passes, int lanes)
    {
        using var argon = new Argon2id(Encoding.UTF8.GetBytes(password))
        {
            Salt = salt, MemorySize = memoryKiB, Iterations = passes, DegreeOfParallelism = lanes,
        };
        return argon.GetBytes(32);
    }
}
