using System.Security.Cryptography;
using System.Text;
using Godwit.Providers.Credentials;
using Xunit;

namespace Godwit.Providers.Tests.Credentials;

/// <summary>A body in pieces has the hash of the whole.</summary>
public sealed class BodyHashTests
{
    [Fact]
    public void Pieces_hash_as_the_whole_wherever_they_are_cut()
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes("""{"model":"测试","messages":[]}""");
        var whole = Convert.ToHexStringLower(SHA256.HashData(body.Span));
        for (var at = 0; at <= body.Length; at++)
            Assert.Equal(whole, BodyHash.Of([body[..at], default, body[at..]]));
    }

    [Fact]
    public void No_bytes_have_the_hash_of_nothing() => Assert.Equal(BodyHash.Empty, BodyHash.Of([]));
}
